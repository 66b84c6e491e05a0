import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Channel, RenderedPart } from '@tradewarden/core';
import { templateSet } from '@tradewarden/notify';
import { drawPlanPicture } from '@tradewarden/notify/chart';
import { type CommandInput, flag, textOption } from '../console/command.ts';
import { exitCodes } from '../console/exit-codes.ts';
import { UsageError } from '../console/usage-error.ts';
import { partHtml, webhookText } from '../notifications/part-html.ts';
import { previewChannels } from '../notifications/preview-channels.ts';
import { previewMessages } from '../notifications/preview-messages.ts';
import { previewPage, type PreviewPart } from '../notifications/preview-page.ts';
import { readTemplates } from '../notifications/read-templates.ts';

interface Shown {
  readonly kind: string;
  readonly channel: Channel;
  readonly parts: readonly RenderedPart[];
}

/** Every kind of message as every channel would send it. Nothing is sent. 1: a template is broken. */
export async function notifyPreview(input: CommandInput): Promise<number> {
  const { terminal, settings, positionals, options } = input;
  if (positionals.length > 1)
    throw new UsageError(
      `notify preview: ${positionals[1]}: name a kind with --kind, a channel with --channel`,
    );
  const folder = textOption(options, 'templates') ?? settings.notify.templates;
  const files = folder === undefined ? {} : readTemplates(resolve(terminal.directory, folder));
  const templates = templateSet(files);
  for (const { file, problems } of templates.broken)
    for (const { line, column, message } of problems)
      terminal.err(`${file}:${line}:${column}: ${message}; the built-in template is used\n`);
  const channels = only(previewChannels(), 'channel', textOption(options, 'channel'), ({ id }) => id);
  const messages = only(
    await previewMessages(templates),
    'kind',
    textOption(options, 'kind'),
    ({ name }) => name,
  );
  const shown = channels.flatMap((channel) =>
    messages.map(({ name, message }): Shown => ({
      kind: name,
      channel,
      parts: channel.render(message(channel.id)),
    })),
  );
  const page = textOption(options, 'html');
  if (page !== undefined) await writePage(resolve(terminal.directory, page), shown, input);
  if (flag(options, 'json')) terminal.out(`${JSON.stringify(document(shown))}\n`);
  else if (page === undefined) terminal.out(shown.map(textOf).join('\n'));
  return templates.broken.length > 0 ? exitCodes.failed : exitCodes.done;
}

function only<T>(
  all: readonly T[],
  what: string,
  name: string | undefined,
  nameOf: (one: T) => string,
): readonly T[] {
  const chosen = name === undefined ? all : all.filter((one) => nameOf(one) === name);
  if (chosen.length > 0) return chosen;
  throw new UsageError(
    `notify preview: --${what} ${name}: there are ${[...new Set(all.map(nameOf))].join(', ')}`,
  );
}

const document = (shown: readonly Shown[]): object => ({
  messages: shown.map(({ kind, channel, parts }) => ({
    kind,
    channel: channel.id,
    parts: parts.map(({ text, extra = {} }) => ({ text, ...extra })),
  })),
});

function textOf({ kind, channel, parts }: Shown): string {
  const texts = parts.map((part) => {
    if (channel.id === 'webhook') return webhookText(part);
    const { subject, embed } = (part.extra ?? {}) as {
      readonly subject?: string;
      readonly embed?: { readonly title: string };
    };
    const head = subject === undefined ? embed?.title : `Subject: ${subject}`;
    return head === undefined || head === part.text ? part.text : `${head}\n${part.text}`;
  });
  return `── ${channel.id} · ${kind} ──\n${texts.join('\n\n')}\n`;
}

async function writePage(
  file: string,
  shown: readonly Shown[],
  { terminal, signal }: CommandInput,
): Promise<void> {
  const parts: PreviewPart[] = [];
  const images = new Map<string, string>();
  for (const { kind, channel, parts: rendered } of shown)
    for (const part of rendered) {
      const { picture } = part;
      const known = picture === undefined ? '' : JSON.stringify(picture);
      if (picture !== undefined && !images.has(known))
        images.set(
          known,
          `data:image/png;base64,${Buffer.from(await drawPlanPicture(picture, signal)).toString('base64')}`,
        );
      parts.push({ channel: channel.id, kind, html: partHtml(channel, part, images.get(known)) });
    }
  try {
    writeFileSync(file, previewPage(parts));
  } catch (error) {
    throw new UsageError(`--html ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  terminal.err(`${file} shows ${shown.length} messages\n`);
}
