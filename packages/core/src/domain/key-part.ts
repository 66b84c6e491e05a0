/** One part of a key: printable ASCII without `/`, whatever the text; a byte beyond ASCII becomes three characters. */
export const keyPart = (text: string): string =>
  plain.test(text) ? text : encodeURIComponent(text).replaceAll('~', '%7E');

/** What stays as it is. */
const plain = /^[\w.!*'()-]+$/;

/** How long a name that comes from outside may be as a part of a key: two of them and an account fit into one. */
const longestName = 120;

/** Why a text cannot be part of a key, for people. */
export const keyPartProblem = (text: string): string | undefined => {
  const { length } = keyPart(text);
  return length <= longestName
    ? undefined
    : `${length} characters as part of a key, where a sign is three and a letter beyond ASCII up to twelve; at most ${longestName}`;
};
