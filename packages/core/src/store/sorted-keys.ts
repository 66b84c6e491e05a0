/** Keys in byte order (they are ASCII, so character order), found by binary search. */
export class SortedKeys {
  readonly #keys: string[] = [];

  add(key: string): void {
    const index = this.#indexOf(key);
    if (this.#keys[index] !== key) this.#keys.splice(index, 0, key);
  }

  remove(key: string): void {
    const index = this.#indexOf(key);
    if (this.#keys[index] === key) this.#keys.splice(index, 1);
  }

  /** Keys that start with `prefix`, after `after` (exclusive). */
  *startingWith(prefix: string, after = ''): Generator<string> {
    const from = after > prefix ? after : prefix;
    for (let index = this.#indexOf(from); index < this.#keys.length; index += 1) {
      const key = this.#keys[index] ?? '';
      if (!key.startsWith(prefix)) return;
      if (key !== after) yield key;
    }
  }

  /** Where `key` is, or would be. */
  #indexOf(key: string): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#keys[middle] ?? '') < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
