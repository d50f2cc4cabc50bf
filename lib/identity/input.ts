import { z } from 'zod';

/** What the sign-in form sends. The codes are turned into words by the form. */
export const signInInput = z.object({
  email: z
    .string()
    .trim()
    .min(1, 'email_missing')
    .max(254, 'email_wrong')
    .regex(/^[^\s@]+@[^\s@]+$/, 'email_wrong'),
  password: z.string().min(1, 'password_missing').max(200, 'password_long'),
});
export type SignInInput = z.infer<typeof signInInput>;
