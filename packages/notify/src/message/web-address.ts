/** The address of a link that people may follow; one with a name before its host is made to mislead, and is none. */
export function webAddress(url: string): URL | undefined {
  if (!URL.canParse(url)) return undefined;
  const address = new URL(url);
  const { protocol, username, password } = address;
  const isWeb = protocol === 'https:' || protocol === 'http:';
  return isWeb && username === '' && password === '' ? address : undefined;
}
