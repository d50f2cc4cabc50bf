import { createTransport, type Transporter } from 'nodemailer';
import { isInsideTransaction } from '#db/client.ts';
import { oneLine } from './mail-blocks.ts';

export type MailAttachment = { filename: string; contentType: string; content: Uint8Array | string };

export type Mail = {
  /** Stays the same when a message is sent again: receivers show it once. */
  messageId: string;
  to: string;
  replyTo: string | null;
  subject: string;
  html: string;
  text: string;
  lang: string;
  attachments: readonly MailAttachment[];
};

/** `later`: the server could not take it now. `never`: it refuses this recipient or this message. */
export type SendMailResult = { ok: true } | { ok: false; code: 'later' | 'never'; reason: string };

let known: { url: string; transport: Transporter } | undefined;

/** Connections are kept for the next mails: greeting and encryption take many times what one mail takes. */
function transport(): Transporter {
  const url = process.env.SMTP_URL;
  if (!url) throw new Error('SMTP_URL is not set');
  if (known?.url !== url) {
    known?.transport.close();
    known = {
      url,
      transport: createTransport({
        url,
        pool: true,
        maxConnections: 4,
        maxMessages: 100,
        connectionTimeout: 10_000,
        greetingTimeout: 10_000,
        socketTimeout: 30_000,
        disableFileAccess: true,
        disableUrlAccess: true,
      }),
    };
  }
  return known.transport;
}

/** Hands one mail to the mail server (SMTP_URL), as MAIL_FROM. Never inside a transaction. */
export async function sendMail(mail: Mail): Promise<SendMailResult> {
  if (isInsideTransaction()) throw new Error('no mail inside a transaction');
  try {
    await transport().sendMail({
      from: process.env.MAIL_FROM,
      to: { name: '', address: mail.to },
      ...(mail.replyTo ? { replyTo: mail.replyTo } : {}),
      subject: oneLine(mail.subject),
      text: mail.text,
      html: mail.html,
      messageId: mail.messageId,
      headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': mail.lang },
      attachments: mail.attachments.map((attachment) => ({ ...attachment, content: Buffer.from(attachment.content) })),
    });
    return { ok: true };
  } catch (error) {
    const { responseCode, code } = error as { responseCode?: unknown; code?: unknown };
    const isFinal = typeof responseCode === 'number' && responseCode >= 500 && code !== 'EAUTH';
    return { ok: false, code: isFinal ? 'never' : 'later', reason: String(responseCode ?? code ?? 'unknown') };
  }
}
