import NextAuth from 'next-auth';
import { nextAuthOptions } from '#app/(staff)/next-auth-options.ts';

type Context = { params: Promise<{ nextauth: string[] }> };

// What our screens ask of next-auth, and where it leads a form itself. The rest of it stays shut.
const open: Record<string, readonly string[]> = {
  GET: ['csrf', 'session', 'signin', 'signout', 'error'],
  POST: ['callback/credentials'],
};

// Made per request: the secret is read when it is needed, not when the site is built.
const handle = async (request: Request, context: Context): Promise<Response> => {
  const asked = (await context.params).nextauth.join('/');
  const isOpen = (method: string) => open[method]?.includes(asked);
  if (!isOpen(request.method)) return new Response(null, { status: isOpen('GET') || isOpen('POST') ? 405 : 404 });
  const type = request.headers.get('content-type') ?? '';
  if (request.method === 'POST' && !type.startsWith('application/x-www-form-urlencoded')) {
    return new Response(null, { status: 400 });
  }
  return NextAuth(nextAuthOptions())(request, context);
};

export { handle as GET, handle as POST };
