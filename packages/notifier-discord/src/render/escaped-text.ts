import { cleanText } from '@tradewarden/notify';

/** Invisible; Discord sees neither mention nor address across it. */
export const wordJoiner = '\u2060';

/**
 * Words as Discord shows them unchanged: marks of formatting get a backslash; what a backslash does not stop (mentions,
 * addresses) is broken by a joiner.
 */
export const escaped = (value: string): string =>
  cleanText(value)
    // Within the words of a link of ours a backslash would not stop it.
    .replaceAll('](', `]${wordJoiner}(`)
    .replaceAll(/[\\*_~`|[\]]/gu, String.raw`\$&`)
    .replaceAll(/<(?=[@#:/\w])/gu, `<${wordJoiner}`)
    .replaceAll(/^(\s*)(#{1,3}|-#|>{1,3}|[-+])(?=\s|$)/gmu, `$1${wordJoiner}$2`)
    .replaceAll(/^(\s*\d+)\.(?=\s|$)/gmu, `$1${wordJoiner}.`)
    .replaceAll(/@(?=\S)/gu, `@${wordJoiner}`)
    .replaceAll(/:(?=\/\/)/gu, `:${wordJoiner}`);

/** Inside code nothing is markup but the end of the code. */
export const codeText = (value: string): string =>
  cleanText(value)
    .replaceAll('`', `\`${wordJoiner}`)
    .replaceAll(/@(?=\S)/gu, `@${wordJoiner}`);
