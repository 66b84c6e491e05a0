/** Characters as Python and Telegram count them. */
export const codePoints = (text: string): number => Array.from(text).length;
