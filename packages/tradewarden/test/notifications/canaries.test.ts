import { BOOK, CHANNELS, createRedactor, REDACTOR, STORE } from '@tradewarden/core';
import { deadLetters } from '@tradewarden/notify';
import { samplePlan } from '@tradewarden/testing';
import { expect, test } from 'vitest';
import { canaries, type CanaryApp, type CanaryServers, startCanaryApp } from './canary-app.ts';
import { SecretScan } from './secret-scan.ts';

const all = Object.values(canaries).join(' ');

/** One answer from each service, with every secret in it where an answer can hold one. */
function answers(
  { bot, discord, mail, hook: receiver }: CanaryServers,
  telegram: readonly [code: number, description: string, parameters?: object],
  hook: readonly [status: number, code: number],
  reply: readonly [at: 'auth' | 'mail' | 'rcpt' | 'body', line: string],
): void {
  const [code, description, parameters = {}] = telegram;
  bot.script({
    do: 'answer',
    status: code,
    body: { ok: false, error_code: code, description: `${description} ${all}`, parameters },
  });
  for (let channel = 0; channel < 2; channel += 1)
    discord.script({
      do: 'answer',
      status: hook[0],
      body: { message: all, code: hook[1], retry_after: 1, errors: { text: all } },
      ...(hook[0] === 429 ? { headers: { 'retry-after': '1' } } : {}),
    });
  receiver.script({ do: 'answer', status: hook[0], body: all });
  mail.script({ at: reply[0], do: { reply: `${reply[1]} ${all}` } });
}

/** Each class of failure, forced at every service at once. */
const failures: Readonly<Record<string, (servers: CanaryServers) => void>> = {
  'the login is refused': (servers) =>
    answers(servers, [401, 'Unauthorized'], [401, 50_014], ['auth', '535 5.7.8 wrong']),
  'the target is gone': (servers) =>
    answers(
      servers,
      [403, 'Forbidden: bot was blocked by the user'],
      [404, 10_015],
      ['rcpt', '550 5.1.1 nobody'],
    ),
  'the text is refused': (servers) =>
    answers(servers, [400, 'Bad Request: message is too long'], [400, 50_035], ['body', '554 5.7.1 spam']),
  'too many': (servers) =>
    answers(
      servers,
      [429, 'Too Many Requests', { retry_after: 3 }],
      [429, 0],
      ['rcpt', '450 4.2.0 greylisted'],
    ),
  'the server fails': (servers) =>
    answers(servers, [500, 'Internal Server Error'], [500, 0], ['mail', '421 4.3.0 failed']),
  'the chat moved': (servers) =>
    answers(
      servers,
      [400, 'Bad Request', { migrate_to_chat_id: -5 }],
      [400, 130_000],
      ['mail', '451 4.0.0 later'],
    ),
  'a page instead of an answer': ({ bot, discord, mail }) => {
    const page = {
      do: 'answer',
      status: 502,
      body: `<b>${all}</b>`,
      headers: { 'content-type': 'text/html' },
    } as const;
    bot.script(page);
    discord.script(page, page);
    mail.script({ at: 'greeting', do: { reply: `554 ${all}` } });
  },
  'no answer': ({ bot, discord, mail }) => {
    bot.script({ do: 'hang' });
    discord.script({ do: 'hang' }, { do: 'hang' });
    mail.script({ at: 'data', do: { hang: true } });
  },
  'a lost connection': ({ bot, discord, mail }) => {
    bot.script({ do: 'drop-answer' });
    discord.script({ do: 'drop' }, { do: 'drop-answer' });
    mail.script({ at: 'body', do: { drop: true, processed: true } });
  },
  'nothing fails': () => {},
};

/** Works for some hours: retries, breakers, dead letters, what is told of them. */
async function work({ app, clock }: CanaryApp, passes = 12): Promise<void> {
  for (let pass = 0; pass < passes; pass += 1) {
    await app.drain();
    clock.advance(pass < 6 ? 2000 : 900_000);
  }
}

async function scanned(canary: CanaryApp): Promise<readonly string[]> {
  const { app, bot, discord, mail, hook, said, database, clock } = canary;
  const scan = new SecretScan(canaries);
  scan.values('log or event', said);
  scan.values('channel', app.all(CHANNELS));
  const store = app.get(STORE);
  const letters = await deadLetters(store, app.get(BOOK), clock).list(500);
  scan.values('dead letter', letters);
  for (const { value, text } of await store.read('main/audit', { after: 0, limit: 1000 })) {
    scan.values('audit record', [value]);
    scan.text('audit record', text ?? '');
  }
  // The address of a call holds the token, and has to; its body must not.
  for (const { request } of [...bot.transcript, ...discord.transcript, ...hook.transcript])
    scan.text('payload', request.body.toString('utf8'));
  scan.values('message', [...bot.messages, ...discord.messages]);
  for (const { raw } of mail.mails) scan.text('mail', raw);
  scan.text(
    'mail session',
    mail.transcript
      .filter(({ from }) => from === 'client')
      .map(({ line }) => line)
      .join('\n'),
  );
  scan.database(database);
  return scan.found;
}

test.each(Object.entries(failures))(
  '%s: no secret is where it could be read',
  { timeout: 60_000 },
  async (_, force) => {
    const canary = await startCanaryApp();
    const { app } = canary;
    force(canary);
    await canary.say({
      topic: 'order.unknown',
      text: `thrown: ${all}`,
      detail: `at f (${all})\n  ${btoa(all)}`,
    });
    await app.run(samplePlan({ rationale: `see https://api.test/?key=${encodeURIComponent(all)} ${all}` }));
    await work(canary);
    force(canary);
    await canary.say({
      topic: 'halt',
      text: all,
      facts: [{ label: all, value: all }],
      fingerprint: 'x',
    });
    await work(canary);
    for (const channel of app.all(CHANNELS)) {
      force(canary);
      await channel.verify?.(AbortSignal.timeout(300));
    }
    for (const { transcript } of [canary.bot, canary.discord, canary.mail])
      expect(transcript).not.toEqual([]);
    expect(await scanned(canary)).toEqual([]);
    await canary.close();
  },
);

test('nor when a template is broken, and holds one', { timeout: 60_000 }, async () => {
  const canary = await startCanaryApp({
    'alert.md': `# {{nothing}} ${all}`,
    'signal.md': `# ${all}\n\n{{symbol}}`,
  });
  await canary.say({ topic: 'kill', text: all });
  await canary.app.run(samplePlan({ rationale: all }));
  await work(canary, 8);
  expect(canary.bot.messages.length).toBeGreaterThan(0);
  expect(await scanned(canary)).toEqual([]);
  await canary.close();
});

test('the scan finds every form of a secret', async () => {
  const own = canaries['mail password'] ?? '';
  const forms = [
    own,
    encodeURIComponent(own),
    JSON.stringify(own),
    btoa(own),
    btoa(`a${own}b`),
    btoa(`ab${own}`),
  ];
  for (const form of forms) {
    const scan = new SecretScan({ own });
    scan.text('here', `x ${form} y`);
    expect(scan.found, form).not.toEqual([]);
    const clean = new SecretScan({ own });
    clean.values('here', [createRedactor([own]).json({ deep: [{ text: `x ${form} y` }] })]);
    expect(clean.found).toEqual([]);
  }
  const canary = await startCanaryApp();
  expect(canary.app.get(REDACTOR).text(all)).not.toMatch(/anary/);
  await canary.close();
});
