/** Two members of staff, so that what one asks for the other may decide. */
export const staffIds = ['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002'] as const;
