import NextAuth from 'next-auth';
import { nextAuthOptions } from '#app/(staff)/next-auth-options.ts';

type Context = { params: Promise<{ nextauth: string[] }> };

// Made per request: the secret is read when it is needed, not when the site is built.
const handle = (request: Request, context: Context) => NextAuth(nextAuthOptions())(request, context);

export { handle as GET, handle as POST };
