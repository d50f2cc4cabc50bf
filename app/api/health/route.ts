import { findHealth } from '#lib/platform/health.ts';

export const dynamic = 'force-dynamic';

/** Says `{"status":"ok",…}` once everything is ready; 503 until then. */
export async function GET(): Promise<Response> {
  const health = await findHealth();
  return Response.json(health, {
    status: health.status === 'ok' ? 200 : 503,
    headers: { 'Cache-Control': 'no-store' },
  });
}
