import type { IncomingMessage, ServerResponse } from 'node:http';
import { simpleParser } from 'mailparser';
import { attachmentName, listPage, messagePage, missingPage } from './pages.ts';
import type { MailStore, StoredMail } from './store.ts';

/** Answers the mailbox's pages and its `/api/messages?to=`. Read only. */
export async function answerMailbox(
  store: MailStore,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('cache-control', 'no-store');
  const url = new URL(request.url ?? '/', 'http://mailbox');
  if (request.method !== 'GET' && request.method !== 'HEAD') return send(response, 405, 'text/plain', 'Only reading.');
  const to = url.searchParams.get('to')?.trim() ?? '';
  const mails = () => Promise.all(store.list({ most: 200, ...(to ? { to } : {}) }).map(read));

  if (url.pathname === '/') return sendPage(response, 200, listPage(await mails(), to));
  if (url.pathname === '/api/messages') {
    return send(response, 200, 'application/json', JSON.stringify((await mails()).map(asJson)));
  }
  const [, id, part, index] =
    /^\/messages\/(\d{1,9})(?:\/(html|raw|attachments)(?:\/(\d{1,3}))?)?$/.exec(url.pathname) ?? [];
  const mail = id ? store.find(Number(id)) : null;
  if (!mail) return sendPage(response, 404, missingPage());
  if (part === 'raw') return send(response, 200, 'text/plain', mail.raw);
  const opened = await read(mail);
  if (part === undefined) return sendPage(response, 200, messagePage(opened));
  if (part === 'html') {
    // Whatever a message holds, it runs nothing and fetches nothing.
    response.setHeader(
      'content-security-policy',
      "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'",
    );
    return send(response, 200, 'text/html', `<base target="_blank">${opened.parsed.html || ''}`);
  }
  const attachment = opened.parsed.attachments[Number(index)];
  if (!attachment) return sendPage(response, 404, missingPage());
  const name = encodeURIComponent(attachmentName(attachment.filename, Number(index)));
  response.setHeader('content-disposition', `attachment; filename*=UTF-8''${name}`);
  response.setHeader('content-security-policy', "sandbox; default-src 'none'");
  return send(response, 200, attachment.contentType, attachment.content);
}

async function read(mail: StoredMail) {
  return { mail, parsed: await simpleParser(Buffer.from(mail.raw)) };
}

function asJson({ mail, parsed }: Awaited<ReturnType<typeof read>>) {
  return {
    id: mail.id,
    receivedAt: mail.receivedAt,
    from: parsed.from?.text ?? mail.sender,
    to: mail.recipients,
    subject: parsed.subject ?? '',
    messageId: parsed.messageId ?? null,
    text: parsed.text ?? '',
    html: parsed.html || '',
    headers: parsed.headerLines.map(({ line }) => line),
    attachments: parsed.attachments.map(({ filename, contentType, size }, index) => ({
      filename: attachmentName(filename, index),
      contentType,
      size,
      path: `/messages/${mail.id}/attachments/${index}`,
    })),
  };
}

function sendPage(response: ServerResponse, status: number, html: string): void {
  response.setHeader(
    'content-security-policy',
    "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  );
  send(response, status, 'text/html', html);
}

function send(response: ServerResponse, status: number, type: string, body: string | Uint8Array): void {
  const charset = /^text\/|json$/.test(type) ? '; charset=utf-8' : '';
  response.writeHead(status, { 'content-type': `${type}${charset}` }).end(body);
}
