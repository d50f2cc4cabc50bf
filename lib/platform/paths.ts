import type { Locale } from './locales.ts';

/** Every address of the site, made in one place. */
export const paths = {
  museum: (locale: Locale) => `/${locale}`,
  /** A product with its month of days; `month` is "2026-12". */
  product: (locale: Locale, product: string, query: { month?: string; people?: number; code?: string } = {}) =>
    `/${locale}/visit/${product}${queryString(query)}`,
  /** The times of one day. */
  day: (
    locale: Locale,
    product: string,
    date: string,
    query: {
      people?: number;
      refused?: string;
      time?: string;
      room?: number;
      code?: string;
      minutes?: number;
      minimum?: number;
    } = {},
  ) => `/${locale}/visit/${product}/${date}${queryString(query)}`,
  /** Where the form of the times is sent. */
  hold: (locale: Locale) => `/${locale}/visit/hold`,
  /** Asking for the waiting list, from a day and perhaps a time; what was typed and refused stands in the address. */
  wait: (locale: Locale, product: string, query: Record<string, string | undefined> = {}) =>
    `/${locale}/visit/${product}/wait${queryString(query)}`,
  /** Where that form is sent. */
  joinWaiting: (locale: Locale) => `/${locale}/visit/wait`,
  /** One party on the waiting list behind its secret link. */
  waiting: (locale: Locale, token: string, query: Record<string, string | undefined> = {}) =>
    `/${locale}/waiting/${token}${queryString(query)}`,
  waitingChange: (locale: Locale, token: string, query: Record<string, string | undefined> = {}) =>
    `/${locale}/waiting/${token}/change${queryString(query)}`,
  /** Where the forms of a party on the list are sent. */
  waitingStep: (locale: Locale, token: string, step: 'take' | 'decline' | 'leave' | 'save') =>
    `/${locale}/waiting/${token}/${step}`,
  /** The check before more places are held: what was chosen stands in the address. */
  check: (locale: Locale, query: Record<string, string | number | null | undefined> = {}) =>
    `/${locale}/check${queryString(query)}`,
  /** A school's or group's visit: asking for it, and the visit behind its secret link. */
  groups: (locale: Locale, query: Record<string, string | undefined> = {}) => `/${locale}/groups${queryString(query)}`,
  visit: (locale: Locale, token: string, query: Record<string, string | undefined> = {}) =>
    `/${locale}/groups/${token}${queryString(query)}`,
  /** The list of a visit's people; `nameId`: who is replaced by somebody else, "more": one more. No name stands in an address. */
  visitNames: (locale: Locale, token: string, query: Record<string, string | undefined> = {}) =>
    `/${locale}/groups/${token}/names${queryString(query)}`,
  visitReplaceName: (locale: Locale, token: string, nameId: string) => `/${locale}/groups/${token}/names/${nameId}`,
  /** Back from the payment page of one of a visit's papers. */
  visitPaid: (locale: Locale, token: string) => `/${locale}/groups/${token}/papers/paid`,
  /** A visit's papers and what is to be paid; one as a PDF; where its forms are sent. */
  visitPapers: (locale: Locale, token: string, query: Record<string, string | undefined> = {}) =>
    `/${locale}/groups/${token}/papers${queryString(query)}`,
  visitPaper: (locale: Locale, token: string, paperId: string) => `/${locale}/groups/${token}/papers/${paperId}`,
  visitPaperPay: (locale: Locale, token: string, paperId: string) => `/${locale}/groups/${token}/papers/${paperId}/pay`,
  visitPaperAsk: (locale: Locale, token: string) => `/${locale}/groups/${token}/papers/ask`,
  /** The first step of a request; what was typed and refused stands in the address. */
  groupsAsk: (locale: Locale, query: Record<string, string | undefined> = {}) =>
    `/${locale}/groups/ask${queryString(query)}`,
  /** Where that form is sent. */
  groupsBegin: (locale: Locale) => `/${locale}/groups/begin`,
  /** How a class is prepared for a programme. */
  groupsPrepare: (locale: Locale, product: string) => `/${locale}/groups/prepare/${product}`,
  /** All visits of an address, for whoever has opened the link that was mailed to it. */
  groupsAccount: (locale: Locale, query: Record<string, string | number | undefined> = {}) =>
    `/${locale}/groups/account${queryString(query)}`,
  /** The link in the mail: a page with one button, so that nobody is signed in by looking. */
  groupsEnter: (locale: Locale, link: string) => `/${locale}/groups/account/enter/${link}`,
  /** Where the forms of the account are sent. */
  groupsAccountStep: (locale: Locale, step: 'ask' | 'sign-in' | 'sign-out') => `/${locale}/groups/account/${step}`,
  /** The pages of one visit behind its link; what is typed and refused stands in the address, never a name. */
  visitPage: (
    locale: Locale,
    token: string,
    page: 'party' | 'answer' | 'who' | 'numbers' | 'other-day' | 'cancel' | 'evaluation',
    query: Record<string, string | undefined> = {},
  ) => `/${locale}/groups/${token}/${page}${queryString(query)}`,
  /** Where the forms of one visit are sent. */
  visitStep: (
    locale: Locale,
    token: string,
    step:
      | 'change'
      | 'choose'
      | 'accept'
      | 'decline'
      | 'again'
      | 'resize'
      | 'late'
      | 'day-answer'
      | 'move'
      | 'keep'
      | 'letter'
      | 'end',
  ) => `/${locale}/groups/${token}/${step}`,
  /** The party's ticket. */
  visitPdf: (locale: Locale, token: string) => `/${locale}/groups/${token}/ticket.pdf`,
  /** One order behind its secret link. */
  order: (locale: Locale, token: string, query: Record<string, string | undefined> = {}) =>
    `/${locale}/order/${token}${queryString(query)}`,
  orderTickets: (locale: Locale, token: string, query: Record<string, string | number | undefined> = {}) =>
    `/${locale}/order/${token}/tickets${queryString(query)}`,
  /** Where the forms of an order are sent. */
  orderStep: (
    locale: Locale,
    token: string,
    step:
      | 'choose'
      | 'pay'
      | 'extend'
      | 'give-back'
      | 'hold-again'
      | 'leave-payment'
      | 'voucher'
      | 'move'
      | 'take-back'
      | 'cancel-tickets'
      | 'alternative'
      | 'change-order'
      | 'drop-change'
      | 'save-names'
      | 'send-again'
      | 'ask-help',
  ) => `/${locale}/order/${token}/${step}`,
  /** The visitor cancels; what is chosen stands in the address. */
  orderCancel: (locale: Locale, token: string, query: Record<string, string | undefined> = {}) =>
    `/${locale}/order/${token}/cancel${queryString(query)}`,
  /** What can be changed of a paid order, one page each; what is chosen stands in the address. */
  orderChange: (
    locale: Locale,
    token: string,
    what: 'move' | 'types' | 'people' | 'names',
    query: Record<string, string | undefined> = {},
  ) => `/${locale}/order/${token}/change/${what}${queryString(query)}`,
  orderHelp: (locale: Locale, token: string, query: Record<string, string | undefined> = {}) =>
    `/${locale}/order/${token}/help${queryString(query)}`,
  orderDetails: (locale: Locale, token: string, query: { told?: string } = {}) =>
    `/${locale}/order/${token}/details${queryString(query)}`,
  orderReturn: (locale: Locale, token: string) => `/${locale}/order/${token}/return`,
  orderPdf: (locale: Locale, token: string) => `/${locale}/order/${token}/tickets.pdf`,
  /** One ticket as a pass for a wallet. */
  orderWallet: (locale: Locale, token: string, ticketId: string, wallet: 'apple' | 'google') =>
    `/${locale}/order/${token}/wallet/${ticketId}/${wallet}`,
  orderCalendar: (locale: Locale, token: string) => `/${locale}/order/${token}/visit.ics`,
  /** The public guided tours, as a calendar to subscribe to. */
  tours: (locale: Locale) => `/${locale}/tours.ics`,
  /** The picture that stands beside a link to the museum elsewhere. */
  card: (locale: Locale) => `/${locale}/card.png`,
  sitemap: () => '/sitemap.xml',
  /** Where whoever has lost the tickets asks for them by e-mail. */
  lostTickets: (locale: Locale, query: Record<string, string | number | undefined> = {}) =>
    `/${locale}/tickets${queryString(query)}`,
  /** Where that page's form is sent. */
  askForTickets: (locale: Locale) => `/${locale}/tickets/ask`,
  terms: (locale: Locale) => `/${locale}/terms`,
  privacy: (locale: Locale) => `/${locale}/privacy`,
  /** `next` is where to go once signed in. */
  staffSignIn: (next?: string) => `/staff/sign-in${queryString({ next })}`,
  staffToday: (date?: string) => `/staff${queryString({ date })}`,
  /** One time, with what it draws on. */
  staffSlot: (
    timeslotId: string,
    query: { done?: string; refused?: string; pool?: string; change?: string; most?: number } = {},
  ) => `/staff/slots/${timeslotId}${queryString(query)}`,
  staffOrders: (query: { q?: string; state?: string; date?: string; waits?: string; page?: number } = {}) =>
    `/staff/orders${queryString(query)}`,
  staffOrder: (orderId: string, query: Record<string, string | number | undefined> = {}) =>
    `/staff/orders/${orderId}${queryString(query)}`,
  /** Taking tickets back; what is chosen stands in the address. */
  staffRefund: (
    orderId: string,
    query: { ticketIds?: readonly string[]; cause?: string; isWaived?: boolean; done?: string; refused?: string } = {},
  ) => {
    const { ticketIds = [], cause, isWaived, done, refused } = query;
    const text = queryString({ cause, waive: isWaived ? '1' : undefined, done, refused });
    const chosen = ticketIds.map((id) => `ticket=${id}`).join('&');
    return `/staff/orders/${orderId}/refund${text}${chosen && (text ? '&' : '?')}${chosen}`;
  },
  /** The refunds that wait for a person. */
  staffMoney: (query: Record<string, string | undefined> = {}) => `/staff/money${queryString(query)}`,
  /** The accounts of group visits: what is owed, papers, the bank's statement, one visit. */
  staffAccounts: (query: Record<string, string | undefined> = {}) => `/staff/accounts${queryString(query)}`,
  staffPapers: (query: { q?: string; kind?: string; page?: number; fault?: string } = {}) =>
    `/staff/accounts/papers${queryString(query)}`,
  staffPapersCsv: (query: { q?: string; kind?: string } = {}) => `/staff/accounts/papers.csv${queryString(query)}`,
  staffPaper: (paperId: string) => `/staff/accounts/papers/${paperId}`,
  staffTransfers: (query: Record<string, string | undefined> = {}) => `/staff/accounts/transfers${queryString(query)}`,
  staffTransferImport: (importId: string) => `/staff/accounts/transfers/imports/${importId}`,
  staffVisitAccount: (visitId: string, query: Record<string, string | undefined> = {}) =>
    `/staff/accounts/visits/${visitId}${queryString(query)}`,
  /** What about money needs a person. */
  staffInbox: (query: { done?: string; refused?: string } = {}) => `/staff/inbox${queryString(query)}`,
  /** Cancelling a time: who is affected, and why. */
  staffCancelSlot: (timeslotId: string, query: { refused?: string; visit?: string } = {}) =>
    `/staff/slots/${timeslotId}/cancel${queryString(query)}`,
  /** How far the cancellation of a time is. */
  staffCancellation: (timeslotId: string, query: { done?: string } = {}) =>
    `/staff/slots/${timeslotId}/cancellation${queryString(query)}`,
  staffMove: (
    orderId: string,
    query: { from?: string; date?: string; time?: string; done?: string; refused?: string } = {},
  ) => `/staff/orders/${orderId}/move${queryString(query)}`,
  /** What was asked for in vain. */
  staffDemand: () => '/staff/demand',
  staffWaiting: (query: { date?: string; page?: number; done?: string; refused?: string } = {}) =>
    `/staff/waiting${queryString(query)}`,
  /** Requests and visits of groups; filters stand in the address. */
  staffGroups: (query: { view?: string; q?: string; page?: number } = {}) => `/staff/groups${queryString(query)}`,
  /** A request that is taken down at the telephone. */
  staffNewGroup: () => '/staff/groups/new',
  /** One request or visit; what was typed and refused stands in the address. */
  staffGroup: (visitId: string, query: Record<string, string | readonly string[] | undefined> = {}) => {
    const pairs = Object.entries(query).flatMap(([name, value]) =>
      [value ?? []].flat().flatMap((one) => (one === '' ? [] : [[name, one]])),
    );
    return `/staff/groups/${visitId}${pairs.length ? `?${new URLSearchParams(pairs)}` : ''}`;
  },
  staffGroupFile: (visitId: string, fileId: string) => `/staff/groups/${visitId}/files/${fileId}`,
  /** Rooms and guides of a week; `visit` is the one that is to be moved. */
  staffGroupsWeek: (query: { week?: string; visit?: string; done?: string; refused?: string; start?: string } = {}) =>
    `/staff/groups/week${queryString(query)}`,
  /** What each start of a week would be for a visit, as data; the visit follows. */
  staffGroupsStarts: (week: string) => `/staff/groups/week/starts${queryString({ week })}`,
  staffVouchers: (query: { q?: string; state?: string; page?: number } = {}) => `/staff/vouchers${queryString(query)}`,
  staffVoucher: (voucherId: string, query: { done?: string; refused?: string } = {}) =>
    `/staff/vouchers/${voucherId}${queryString(query)}`,
  /** A new code; what was typed and refused stands in the address. */
  staffNewVoucher: (query: Record<string, string | readonly string[] | undefined> = {}) => {
    const pairs = Object.entries(query).flatMap(([name, value]) => [value ?? []].flat().map((one) => [name, one]));
    return `/staff/vouchers/new${pairs.length ? `?${new URLSearchParams(pairs)}` : ''}`;
  },
  /** The codes of a batch, as a table. */
  staffVoucherBatch: (batchId: string) => `/staff/vouchers/batches/${batchId}`,
  /** The lists of names by day, one of them, the post's paper, and whom to telephone. */
  staffLists: (query: { date?: string } = {}) => `/staff/lists${queryString(query)}`,
  staffList: (visitId: string, query: { done?: string; refused?: string } = {}) =>
    `/staff/lists/${visitId}${queryString(query)}`,
  staffListsPrint: (date: string) => `/staff/lists/print${queryString({ date })}`,
  staffCalls: (query: { done?: string; refused?: string } = {}) => `/staff/lists/calls${queryString(query)}`,
  /** What visitors are sent, to read beforehand. */
  staffMessages: (language?: string) => `/staff/messages${queryString({ language })}`,
  staffAudit: (query: { q?: string; date?: string; page?: number } = {}) => `/staff/audit${queryString(query)}`,
  staffGuides: (query: Record<string, string | undefined> = {}) => `/staff/guides${queryString(query)}`,
  staffGuide: (guideId: string, query: Record<string, string | undefined> = {}) =>
    `/staff/guides/${guideId}${queryString(query)}`,
  staffNewGuide: (query: Record<string, string | undefined> = {}) => `/staff/guides/new${queryString(query)}`,
  /** What guides have led in a month ("2026-12"); and the same as a table for a spreadsheet. */
  staffGuideHours: (month?: string) => `/staff/guides/hours${queryString({ month })}`,
  staffGuideHoursTable: (month: string) => `/staff/guides/hours.csv${queryString({ month })}`,
  /** A guide's own pages, behind the secret link or, as "me", behind the staff's sign-in. */
  guide: (key = 'me', query: Record<string, string | undefined> = {}) => `/guide/${key}${queryString(query)}`,
  guideTour: (key: string, timeslotId: string, query: Record<string, string | undefined> = {}) =>
    `/guide/${key}/tours/${timeslotId}${queryString(query)}`,
  guidePage: (
    key: string,
    page: 'day' | 'availability' | 'leave' | 'hours',
    query: Record<string, string | undefined> = {},
  ) => `/guide/${key}/${page}${queryString(query)}`,
  /** Where the forms of these pages are sent. */
  guideStep: (key: string, step: 'answer' | 'report' | 'save-availability' | 'take-leave' | 'end-leave') =>
    `/guide/${key}/${step}`,
  guideCalendar: (key: string) => `/guide/${key}/tours.ics`,
  desk: () => '/desk',
  health: () => '/api/health',
} as const;

/** A path as an address that others can use, at the site's public name. */
export function absolute(path: string): string {
  return new URL(path, process.env.APP_URL ?? 'http://localhost').href;
}

function queryString(query: Record<string, string | number | null | undefined>): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return pairs.length ? `?${new URLSearchParams(pairs.map(([key, value]) => [key, String(value)]))}` : '';
}
