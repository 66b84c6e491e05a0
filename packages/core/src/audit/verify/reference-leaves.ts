import { toBase64 } from '../note/base64.ts';

/** What a record's leaf hash was according to somebody else: an export, or an older copy of the store. */
export interface ReferenceLeaf {
  readonly sequence: number;
  readonly leaf: Uint8Array;
}

/** Walks reference leaves beside the log, and remembers the first record that differs from them. */
export class ReferenceWalk {
  readonly #leaves: AsyncIterator<ReferenceLeaf> | undefined;
  #next: ReferenceLeaf | undefined;
  #started = false;
  firstDifference:
    | { readonly firstBad: number; readonly expected: string; readonly actual: string }
    | undefined;

  constructor(leaves: AsyncIterable<ReferenceLeaf> | undefined) {
    this.#leaves = leaves?.[Symbol.asyncIterator]();
  }

  /** `undefined` while there is nothing to wait for, so that most records cost no turn of the event loop. */
  compare(sequence: number, leaf: Uint8Array): Promise<void> | undefined {
    if (this.#leaves === undefined || this.firstDifference !== undefined) return undefined;
    return this.#compare(sequence, leaf);
  }

  async #compare(sequence: number, leaf: Uint8Array): Promise<void> {
    while (!this.#started || (this.#next !== undefined && this.#next.sequence < sequence)) {
      this.#started = true;
      const step = await this.#leaves?.next();
      this.#next = step === undefined || step.done === true ? undefined : step.value;
    }
    if (this.#next?.sequence !== sequence) return;
    const [expected, actual] = [toBase64(this.#next.leaf), toBase64(leaf)];
    if (expected !== actual) this.firstDifference = { firstBad: sequence, expected, actual };
  }
}
