import { type CounterWay, noProof, readCode, type WrongFields } from '../counter.ts';

/** The card terminal on the desk, which knows nothing of us: its slip's number is typed, and is good once a day and terminal. */
export const terminal: CounterWay = {
  takes: 'payments.take',
  returns: 'payments.take',
  fields: { payment: ['terminal', 'slip'], refund: ['terminal', 'slip'] },
  waits: 'requested',
  readProof(typed, due) {
    const device = readCode(typed.terminal, /^[A-Z0-9-]{1,20}$/);
    const slip = readCode(typed.slip, /^[A-Z0-9-]{1,30}$/);
    if ('code' in device && 'code' in slip) {
      return { ok: true, proof: { ...noProof, terminal: device.code, slip: slip.code, slipDate: due.today } };
    }
    const wrong: WrongFields = {};
    if ('problem' in device) wrong.terminal = device.problem;
    if ('problem' in slip) wrong.slip = slip.problem;
    return { ok: false, wrong };
  },
  referenceOf: (proof) => `terminal:${proof.terminal}/${proof.slipDate}/${proof.slip}`,
};
