import { type MailBlock, type MailText, oneLine } from './mail-blocks.ts';

const serif = "'Source Serif 4',Georgia,'Times New Roman',serif";
const sans = "'Source Sans 3','Segoe UI',Helvetica,Arial,sans-serif";
const ink = '#1b1a17';
const stone = '#57534a';
const rule = '1px solid #d9d3c5';

function escaped(text: string): string {
  const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (sign) => signs[sign] ?? sign).replaceAll('\n', '<br>');
}

const cell = (html: string, style: string, name = 'ink') =>
  `<tr><td class="${name}" style="font-family:${sans};color:${ink};${style}">${html}</td></tr>`;

function renderBlock(block: MailBlock): string {
  switch (block.kind) {
    case 'title':
      return cell(
        `<h1 class="ink" style="margin:0;font-family:${serif};font-size:28px;line-height:34px;font-weight:600;color:${ink}">${escaped(block.text)}</h1>`,
        'padding:8px 0 12px',
      );
    case 'text':
      return cell(escaped(block.text), 'font-size:17px;line-height:26px;padding:4px 0 12px');
    case 'small':
      return cell(escaped(block.text), `font-size:15px;line-height:22px;padding:4px 0 12px;color:${stone}`, 'stone');
    case 'time':
      return cell(
        `<span class="stone" style="color:${stone};font-size:15px">${escaped(block.label)}</span><br>` +
          `<span style="font-family:${serif};font-size:44px;line-height:52px;font-variant-numeric:tabular-nums">${escaped(block.time)}</span><br>${escaped(block.note)}`,
        `font-size:17px;line-height:26px;padding:12px 0 16px;border-top:${rule}`,
        'ink rule',
      );
    case 'facts':
      return cell(
        `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">${block.facts.map(renderFact).join('')}</table>`,
        `padding:8px 0 16px;border-top:${rule}`,
        'ink rule',
      );
    case 'list':
      return cell(
        `<h2 class="ink" style="margin:0 0 6px;font-family:${serif};font-size:20px;line-height:26px;font-weight:600;color:${ink}">${escaped(block.heading)}</h2>` +
          `<ul style="margin:0;padding:0 0 0 20px">${block.items.map((item) => `<li style="margin:0 0 6px">${escaped(item)}</li>`).join('')}</ul>`,
        `font-size:17px;line-height:25px;padding:14px 0 12px;border-top:${rule}`,
        'ink rule',
      );
    case 'link':
      return cell(
        `<a class="oxide" href="${escaped(block.url)}" style="color:#8a2b1d;font-weight:600;text-decoration:underline">${escaped(block.text)}</a>`,
        'font-size:19px;line-height:28px;padding:4px 0 12px',
      );
  }
}

const renderFact = (fact: { label: string; value: string }) =>
  `<tr><td class="stone" valign="top" width="38%" style="font-family:${sans};font-size:15px;line-height:24px;color:${stone};padding:3px 12px 3px 0">${escaped(fact.label)}</td>` +
  `<td class="ink" valign="top" style="font-family:${sans};font-size:17px;line-height:24px;color:${ink};padding:3px 0">${escaped(fact.value)}</td></tr>`;

// Without one of its own, the first sentence after the title; the blanks after it keep what follows out of the list of mails.
function preheaderOf(mail: MailText): string {
  const first = mail.blocks.find((block) => block.kind === 'text');
  return mail.preheader ?? (first?.kind === 'text' ? first.text : '');
}

/**
 * The mail as HTML that every client can show: tables, inline styles, no pictures, nothing fetched. Readers with a dark screen
 * get dark paper where the client knows how; elsewhere ink on paper stays legible when colours are turned round.
 */
export function renderHtml(mail: MailText): string {
  const footer = mail.footer
    .map((line) => cell(escaped(line), `font-size:14px;line-height:20px;padding:2px 0;color:${stone}`, 'stone'))
    .join('');
  return `<!doctype html>
<html lang="${escaped(mail.lang)}" dir="ltr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${escaped(mail.subject)}</title>
<style>:root{color-scheme:light dark}@media (prefers-color-scheme:dark){.paper{background:#151412!important}.ink{color:#ece7db!important}.stone{color:#b5ad9e!important}.oxide{color:#e39380!important}.rule{border-color:#3a362f!important}}</style>
</head><body class="paper" lang="${escaped(mail.lang)}" dir="ltr" style="margin:0;padding:0;background:#f6f3ec">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${escaped(oneLine(preheaderOf(mail)))}${'&#847;&zwnj;&nbsp;'.repeat(40)}</div>
<table role="presentation" class="paper" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#f6f3ec"><tr><td align="center" style="padding:28px 20px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px;text-align:left">
${cell(escaped(mail.museumName), `font-family:${serif};font-size:17px;line-height:24px;padding:0 0 20px`)}
${mail.blocks.map(renderBlock).join('\n')}
<tr><td style="padding:10px 0 8px" ><div class="rule" style="border-top:${rule};font-size:0;line-height:0">&nbsp;</div></td></tr>
${footer}
</table></td></tr></table></body></html>
`;
}
