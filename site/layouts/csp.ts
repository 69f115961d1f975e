/**
 * Content security policies, one per zone, as `<meta>` in every page: they hold on any host that serves the files.
 * The relay sends the same as a header, with `frame-ancestors`, which a meta tag cannot say.
 */
export const CSP = {
  lees: [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; "),
  // The page that searches. It fetches nothing itself: Pagefind's worker does, under the policy of its own answer.
  zoek: [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; "),
  // `ws:` and `wss:` without a host: a wijk's invitation names its own relay, and a kiosk is found by its address
  // on the LAN. What goes there is sealed, and 'self' does not cover sockets in Safari before 15.4.
  mijn: [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "connect-src 'self' ws: wss:",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; "),
} as const;
