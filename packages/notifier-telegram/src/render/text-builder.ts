/** Formatting of a message as the Bot API takes it; offsets and lengths in UTF-16 code units. */
export interface TelegramEntity {
  readonly type: 'bold' | 'italic' | 'code' | 'pre' | 'blockquote' | 'text_link';
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
}

export interface TelegramText {
  readonly text: string;
  readonly entities: readonly TelegramEntity[];
}

type Format = Omit<TelegramEntity, 'offset' | 'length'>;

const isOfCode = (type: TelegramEntity['type']): boolean => type === 'code' || type === 'pre';

/** Collects text and what is formatted in it; code holds no other format, and no format holds itself. */
export class TextBuilder {
  #text = '';
  readonly #open: Format[] = [];
  readonly #entities: TelegramEntity[] = [];

  add(text: string): void {
    this.#text += text;
  }

  /** What `write` adds has this format. */
  formatted(format: Format, write: () => void): void {
    const nested = this.#open.some(
      ({ type }) =>
        type === format.type || isOfCode(type) || (isOfCode(format.type) && type !== 'blockquote'),
    );
    if (nested) return write();
    const offset = this.#text.length;
    this.#open.push(format);
    write();
    this.#open.pop();
    const length = this.#text.length - offset;
    if (this.#text.slice(offset).trim() !== '') this.#entities.push({ ...format, offset, length });
  }

  /** Starts a new line, unless one has just been started. */
  line(): void {
    if (this.#text !== '' && !this.#text.endsWith('\n')) this.#text += '\n';
  }

  finished(): TelegramText {
    const inOrder = (a: TelegramEntity, b: TelegramEntity): number =>
      a.offset - b.offset || b.length - a.length;
    // Of two that cover the same words the outer one was finished last, and goes first.
    return { text: this.#text, entities: this.#entities.toReversed().toSorted(inOrder) };
  }
}
