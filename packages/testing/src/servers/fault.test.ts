import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTelegramServer, type TelegramServer } from './telegram/telegram-server.ts';

const token = '123456:AbCdEfGhIjKlMnOpQrStUvWxYz0123456789';
let server: TelegramServer;

const send = async (text: string): Promise<{ readonly status: number }> => {
  const response = await fetch(`${server.url}/bot${token}/sendMessage`, {
    method: 'POST',
    body: JSON.stringify({ chat_id: 1, text }),
  });
  await response.json();
  return response;
};

beforeEach(async () => {
  server = await startTelegramServer({ token, rates: 'none', chats: [{ id: 1, type: 'private' }] });
});
afterEach(async () => server.close());

test('does what the script says', async () => {
  server.script(
    { do: 'answer', status: 500, body: { ok: false, error_code: 500, description: 'Internal Server Error' } },
    { do: 'drop' },
    { do: 'drop-answer' },
    { do: 'garbage' },
    { do: 'hang' },
    { do: 'delay', ms: 30 },
  );
  expect((await send('a')).status).toBe(500);
  await expect(send('b')).rejects.toThrow('fetch failed');
  await expect(send('c')).rejects.toThrow('fetch failed');
  await expect(send('d')).rejects.toThrow('not valid JSON');
  const hanging = fetch(`${server.url}/bot${token}/getMe`, { signal: AbortSignal.timeout(100) });
  await expect(hanging).rejects.toThrow('timeout');
  expect((await send('f')).status).toBe(200);
  expect(server.messages.map(({ text }) => text)).toEqual(['c', 'f']);
  expect(server.transcript.map(({ fault }) => fault)).toEqual([
    'answer',
    'drop',
    'drop-answer',
    'garbage',
    'hang',
    'delay',
  ]);
});
