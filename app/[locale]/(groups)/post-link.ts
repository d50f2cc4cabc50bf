import { createHash, randomBytes } from 'node:crypto';
import type { NextApiRequest, NextApiResponse } from 'next';
import NextAuth from 'next-auth';
import { teacherAuthOptions, teacherCookie, teacherCsrfCookie, teacherSecret } from './teacher-auth-options.ts';

/**
 * Signs in with a link, through next-auth: its answer's cookies for the browser, or null where the link is over. The caller has seen that
 * the post comes from our own page, which is what next-auth's token against forged forms is for; it gets one of its own here.
 */
export async function postLink(token: string): Promise<string[] | null> {
  const csrf = randomBytes(32).toString('hex');
  const proof = createHash('sha256').update(`${csrf}${teacherSecret()}`).digest('hex');
  const kept: string[] = [];
  const answer = {
    status: () => answer,
    getHeader: (name: string) => (name === 'Set-Cookie' ? kept : undefined),
    setHeader: (name: string, value: string | string[]) => {
      if (name === 'Set-Cookie') kept.splice(0, kept.length, ...[value].flat());
      return answer;
    },
    json: () => undefined,
    send: () => undefined,
    end: () => undefined,
  };
  const request = {
    method: 'POST',
    headers: {},
    query: { nextauth: ['callback', 'link'] },
    cookies: { [teacherCsrfCookie.name]: `${csrf}|${proof}` },
    body: { token, csrfToken: csrf, json: 'true' },
  };
  await NextAuth(request as unknown as NextApiRequest, answer as unknown as NextApiResponse, teacherAuthOptions());
  const session = kept.filter((cookie) => cookie.startsWith(teacherCookie.name) && !/^[^=]+=;/.test(cookie));
  const isSession = session.some((cookie) => /^[^=]*museum-teacher(\.\d)?=/.test(cookie));
  return isSession ? session.filter((cookie) => /^[^=]*museum-teacher(\.\d)?=/.test(cookie)) : null;
}
