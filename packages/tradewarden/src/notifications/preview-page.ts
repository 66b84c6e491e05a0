import { htmlText } from './html-text.ts';

export interface PreviewPart {
  readonly channel: string;
  readonly kind: string;
  readonly html: string;
}

const style = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; padding: 16px; background: #dfe3e8; color: #1f2328; font: 15px/1.4 system-ui, "Noto Sans", "DejaVu Sans", sans-serif; }
h1 { font-size: 18px; margin: 0 0 4px; } h2 { font-size: 16px; margin: 24px 0 8px; text-transform: capitalize; }
p { margin: 0 0 12px; color: #57606a; }
main { display: flex; flex-wrap: wrap; gap: 24px; align-items: flex-start; }
section { width: 390px; max-width: 100%; }
.kind { font-size: 12px; color: #57606a; margin: 12px 0 4px; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 4px 0; font: 12px/1.45 ui-monospace, "DejaVu Sans Mono", monospace; }
code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; background: #0001; border-radius: 3px; padding: 0 3px; }
.chart { display: block; width: 100%; height: auto; }
.bubble { background: #fff; border-radius: 12px 12px 12px 2px; overflow: hidden; box-shadow: 0 1px 1px #0002; max-width: 340px; }
.said { padding: 8px 10px; white-space: pre-wrap; overflow-wrap: anywhere; }
.bubble blockquote, .embed blockquote { margin: 4px 0; padding: 2px 8px; border-left: 3px solid #3b82f6; background: #3b82f614; border-radius: 3px; }
.discord { background: #313338; border-radius: 8px; padding: 10px; }
.embed { background: #2b2d31; color: #dbdee1; border-left: 4px solid; border-radius: 4px; padding: 10px 12px; overflow-wrap: anywhere; font-size: 14px; }
.embed .title { color: #f2f3f5; font-weight: 700; margin-bottom: 6px; }
.embed .line { min-height: 0.7em; } .embed .item { padding-left: 14px; text-indent: -10px; } .embed .item::before { content: "• "; }
.embed a { color: #00a8fc; } .embed pre, .embed code { background: #1e1f22; } .embed pre { padding: 6px; border-radius: 4px; }
.embed .chart { margin-top: 10px; border-radius: 4px; }
.mail { background: #fff; border-radius: 8px; overflow: hidden; } .subject { padding: 10px 12px; font-weight: 600; border-bottom: 1px solid #d8dee4; }
iframe { display: block; width: 100%; height: 620px; border: 0; }
.plain { background: #fff; border-radius: 8px; padding: 10px; }
.console .plain { background: #16191d; color: #e6edf3; }
`;

/** One page without anything from elsewhere: a column of the width of a phone for each channel. */
export function previewPage(parts: readonly PreviewPart[]): string {
  const channels = [...new Set(parts.map(({ channel }) => channel))];
  const columns = channels.map((channel) => {
    const own = parts.filter((part) => part.channel === channel);
    const shown = own.map(
      ({ kind, html }) =>
        `<div class="kind">${htmlText(kind)}</div><div class="${htmlText(channel)}">${html}</div>`,
    );
    return `<section><h2>${htmlText(channel)}</h2>${shown.join('\n')}</section>`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Messages of Tradewarden</title>
<style>${style}</style>
</head>
<body>
<h1>What arrives</h1>
<p>Drawn from what each channel would send; the apps themselves may show it a little differently.</p>
<main>
${columns.join('\n')}
</main>
</body>
</html>
`;
}
