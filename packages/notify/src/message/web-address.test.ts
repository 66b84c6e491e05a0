import { expect, test } from 'vitest';
import { webAddress } from './web-address.ts';

test.each([
  ['https://x.test/a?b=c', 'https://x.test/a?b=c'],
  ['HTTP://X.test', 'http://x.test/'],
  ['https://exchange.test@evil.test/', undefined],
  ['https://:word@evil.test/', undefined],
  ['javascript:alert(1)', undefined],
  ['ftp://x.test/', undefined],
  ['x.test', undefined],
  ['', undefined],
])('%j leads to %j', (url, href) => expect(webAddress(url)?.href).toBe(href));
