'use server';

import { redirect } from 'next/navigation';
import { listFileBytes } from '#lib/groups/list-file.ts';
import { type SendListResult, sendList } from '#lib/groups/send-list.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { paths } from '#lib/platform/paths.ts';
import { sqlState } from '#lib/platform/transaction.ts';
import { listErrors } from './list-errors.ts';
import type { ListFormState } from './list-form.tsx';
import { openList } from './open-list.ts';

/** "Send the list": on to the list as it is now, or the form again with everything in it and each line that is to be put right. */
export async function sendListAction(
  locale: string,
  token: string,
  before: ListFormState,
  form: FormData,
): Promise<ListFormState> {
  const opened = await openList(Promise.resolve({ locale, token }));
  const given = form.get('text');
  const text = typeof given === 'string' ? given.slice(0, listFileBytes) : '';
  const upload = form.get('file');
  const file =
    upload instanceof File && upload.size > 0
      ? upload.size > listFileBytes
        ? Buffer.alloc(listFileBytes + 1)
        : Buffer.from(await upload.arrayBuffer())
      : undefined;
  const attempt = before.attempt + 1;
  let sent: SendListResult;
  try {
    sent = await sendList(opened.ctx, { visitId: opened.view.visit.id, ...(file ? { file } : { text }) });
  } catch (error) {
    if (sqlState(error) !== '55P03') throw error;
    return { text, errors: [translator(opened.locale, 'lists')('refused.busy')], attempt };
  }
  if (!sent.ok) {
    const read = sent.code === 'faults' ? sent.text : text;
    return { text: read, errors: listErrors(opened.locale, sent), attempt };
  }
  const dropped = sent.notes.length ? String(sent.notes.length) : undefined;
  redirect(paths.visitNames(opened.locale, token, { told: 'sent', dropped }));
}
