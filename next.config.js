// One build serves every start with the same sources: its id is their fingerprint (lib/demo/build-app.ts).
const buildId = process.env.MUSEUM_BUILD_ID ?? 'unnamed';

/** @type {import('next').NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  deploymentId: buildId,
  generateBuildId: () => buildId,
  // Types are checked by `npm run check`, with the compiler that has no plug-in interface yet.
  typescript: { ignoreBuildErrors: true },
  // No image is resized at run time: nothing to attack, and the few there are have the right size.
  images: { unoptimized: true },
  serverExternalPackages: [
    '@node-rs/argon2',
    'drizzle-orm',
    'ical-generator',
    'nodemailer',
    'pdfkit',
    'pg',
    'pg-boss',
    'pino',
    'qrcode',
    'rate-limiter-flexible',
    'stripe',
  ],
  // Titles and descriptions stand in the head from the start, for everybody: streamed later they would need a script (decision 013).
  htmlLimitedBots: /.*/,
  experimental: {
    // Forms here are small, the largest a list of names as a file; no origin but our own may call an action.
    serverActions: { bodySizeLimit: '1mb', allowedOrigins: [] },
    // Repeats actions after a lost connection, which must never happen to a payment.
    useOffline: false,
  },
};

export default config;
