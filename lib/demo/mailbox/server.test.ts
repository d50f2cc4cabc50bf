import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Mailbox, startMailbox } from './server.ts';

let mailbox: Mailbox;
beforeEach(async () => {
  mailbox = await startMailbox({ smtpPort: 0, httpPort: 0, file: ':memory:' });
});
afterEach(() => mailbox.close());

async function send(to: string, subject: string): Promise<void> {
  const transport = createTransport(mailbox.smtpUrl);
  await transport.sendMail({
    from: 'Muzey <muzey@example.org>',
    to,
    subject,
    text: 'Biletiniz əlavə olunub. <b>şəxsən</b>',
    html: '<p>Biletiniz</p><script>alert(1)</script>',
    attachments: [{ filename: 'bilet ə.pdf', content: Buffer.from('%PDF-1.7'), contentType: 'application/pdf' }],
  });
  transport.close();
}

const get = (path: string) => fetch(new URL(path, mailbox.url.replace('localhost', '127.0.0.1')));

test('keeps what is sent and finds it by its recipient', async () => {
  await send('Leyla@example.org', 'Görüş 10:30');
  await send('other@example.org', 'Билет');
  const found = await (await get('/api/messages?to=leyla@example.org')).json();
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ subject: 'Görüş 10:30', to: ['Leyla@example.org'] });
  expect(found[0].text).toContain('əlavə');
  const attachment = await get(found[0].attachments[0].path);
  expect(attachment.headers.get('content-disposition')).toContain(encodeURIComponent('bilet ə.pdf'));
  expect(await attachment.text()).toBe('%PDF-1.7');
});

test('shows the newest first, and a message with its parts', async () => {
  await send('a@example.org', 'first');
  await send('b@example.org', 'second <script>');
  const list = await (await get('/')).text();
  expect(list.indexOf('second')).toBeLessThan(list.indexOf('first'));
  expect(list).not.toContain('second <script>');
  const page = await (await get('/messages/2')).text();
  expect(page).toContain('sandbox=');
  expect(page).toContain('&#60;b&#62;şəxsən');
  const html = await get('/messages/2/html');
  expect(html.headers.get('content-security-policy')).toContain('sandbox');
});

test('unknown messages and parts are not found, writing is refused', async () => {
  expect((await get('/messages/9')).status).toBe(404);
  expect((await get('/messages/1/attachments/7')).status).toBe(404);
  expect((await get('/../etc/passwd')).status).toBe(404);
  const url = mailbox.url.replace('localhost', '127.0.0.1');
  expect((await fetch(url, { method: 'POST' })).status).toBe(405);
});
