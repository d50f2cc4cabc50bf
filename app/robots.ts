import type { MetadataRoute } from 'next';
import { absolute, paths } from '#lib/platform/paths.ts';

// The public address is known when the site runs, not when it is built.
export const dynamic = 'force-dynamic';

/** What search engines may read: the museum's public pages. Orders lie behind secret links and are never named anywhere. */
export default function robots(): MetadataRoute.Robots {
  return {
    rules: {
      userAgent: '*',
      allow: '/',
      disallow: ['/staff', '/desk', '/guide', '/api/', '/*/order/', '/*/groups/', '/*/visit/hold'],
    },
    sitemap: absolute(paths.sitemap()),
  };
}
