/** Text for the content and the attributes of HTML. */
export const htmlText = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
