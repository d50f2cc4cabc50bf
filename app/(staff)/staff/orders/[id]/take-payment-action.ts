'use server';

import { notFound, redirect } from 'next/navigation';
import { requireStaff } from '#app/(staff)/auth.ts';
import { proofQuery, typedProof } from '#app/(staff)/proof-query.ts';
import { takePayment } from '#lib/booking/take-payment.ts';
import { counterOf, isCounter } from '#lib/payments/counters.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { paths } from '#lib/platform/paths.ts';

/** The button under a way to pay. Whatever is sent instead of our form is answered like an unknown page. */
export async function takeMoney(form: FormData): Promise<void> {
  const orderId = form.get('orderId');
  const way = form.get('way');
  const expectedMinor = Number(form.get('expectedMinor'));
  if (!isUuid(orderId) || !Number.isSafeInteger(expectedMinor) || !(way === 'none' || isCounter(way))) notFound();
  const permission = way === 'none' ? 'payments.take' : counterOf(way).takes;
  const ctx = await requireStaff(permission, paths.staffOrder(orderId));
  const typed = typedProof(form);
  const answer = await takePayment(ctx, { orderId, provider: way, typed, expectedMinor });
  if (answer.ok) redirect(paths.staffOrder(orderId, { taken: 1, change: answer.changeMinor }));
  const wrong = answer.code === 'proof_wrong' ? answer.wrong : undefined;
  redirect(paths.staffOrder(orderId, { untaken: wrong ? undefined : answer.code, way, ...proofQuery(typed, wrong) }));
}
