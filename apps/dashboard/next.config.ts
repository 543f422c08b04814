// How Next builds the dashboard: files only (a static export under /ui), which the gateway serves from its own origin.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { NextConfig } from 'next';

const root = path.join(import.meta.dirname, '../..');
const { version } = JSON.parse(readFileSync(path.join(import.meta.dirname, 'package.json'), 'utf8')) as {
  version: string;
};

/** In development the pages come from `next dev`, everything else from a gateway that runs beside it. */
async function developmentRewrites() {
  const gateway = process.env['WEIR_URL'] ?? 'http://127.0.0.1:8080';
  const toGateway = (source: string) => ({ source, destination: gateway + source, basePath: false as const });
  const sources = ['/', '/v3/:path*', '/topics/:path*', '/openapi.json', '/docs', '/docs/:path*'];
  return sources.map(toGateway);
}

export default function nextConfig(phase: string): NextConfig {
  const isDevelopment = phase === 'phase-development-server';
  return {
    basePath: '/ui',
    trailingSlash: true,
    turbopack: { root },
    outputFileTracingRoot: root,
    // The same sources build the same files; a new version makes open tabs load the new pages.
    generateBuildId: () => version,
    // Types are checked by `npm run typecheck`, so that a first start does not pay for it.
    typescript: { ignoreBuildErrors: true },
    agentRules: false,
    ...(isDevelopment
      ? { rewrites: developmentRewrites, skipTrailingSlashRedirect: true }
      : { output: 'export' }),
  };
}
