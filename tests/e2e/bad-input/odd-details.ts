/** A field of the details, what stands in it, and the complaint that must come. */
export const oddDetails: [field: string, value: string, code: string][] = [
  ['email', '', 'email_missing'],
  ['email', 'nobody', 'email_malformed'],
  ['email', 'a@example.az, b@example.az', 'email_malformed'],
  ['email', 'a@example.az\r\nBcc: b@example.az', 'no_line_breaks'],
  ['email', 'a@example.az\u0000', 'no_line_breaks'],
  ['email', '<script>@example.az', 'email_malformed'],
  ['email', `${'x'.repeat(10_240)}@example.az`, 'too_long'],
  ['contactName', 'x'.repeat(10_240), 'too_long'],
  ['contactName', 'Aygün\r\nBcc: b@example.az', 'no_line_breaks'],
  ['contactName', 'Aygün\u0000', 'no_line_breaks'],
  ['contactName', 'Aygün\u2028Əliyeva', 'no_line_breaks'],
  ['phone', 'ring twice', 'phone_malformed'],
  ['phone', `+${'9'.repeat(200)}`, 'too_long'],
  ['accessNeeds', 'x'.repeat(30_000), 'too_long'],
  ['hasAcknowledgedAdvisory', 'maybe', 'advisory_needed'],
  ['hasAcceptedTerms', '', 'terms_needed'],
];

/** Names that are unusual to a program and nothing else. */
export const oddNames: [what: string, name: string][] = [
  ['a name with emoji', 'Aygün 👩‍🦽🎟️ Əliyeva'],
  ['a name from right to left', 'مريم بنت علي'],
  ['a name with marks on marks', 'Z̷̢̧͎a̴͝l̸g̵o Müzeyir'],
];
