import type { RequestListener } from "node:http";

/** A handler whose every throw is a 500, or the end of an answer that had begun; the process lives. */
export function guarded(handle: RequestListener, failed: () => void): RequestListener {
  return (request, response) => {
    try {
      handle(request, response);
    } catch {
      failed();
      if (response.headersSent) response.destroy();
      else response.writeHead(500, { "Content-Length": 0 }).end();
    }
  };
}
