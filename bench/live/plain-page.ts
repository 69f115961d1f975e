import { WebrtcProvider } from "y-webrtc";
import * as Y from "yjs";

/** Runs in a browser: plain y-webrtc on one array of texts, no sealing, no storing. */
const doc = new Y.Doc();
const posts = doc.getArray<string>("posts");
const list = document.createElement("ul");
document.body.append(list);
posts.observe(({ changes }) => {
  for (const { insert } of changes.delta) {
    for (const text of (insert as string[] | undefined) ?? []) {
      const item = document.createElement("li");
      item.textContent = text;
      list.append(item);
    }
  }
});

const neighbour = {
  provider: undefined as WebrtcProvider | undefined,
  join(room: string, signalling: string) {
    const peerOpts = { config: { iceServers: [] } };
    this.provider = new WebrtcProvider(room, doc, { signaling: [signalling], peerOpts });
  },
  peers: () => neighbour.provider?.room?.webrtcConns.size ?? 0,
  connected: () => [...(neighbour.provider?.room?.webrtcConns.values() ?? [])].some(({ connected }) => connected),
  post: (text: string) => posts.push([text]),
};

declare global {
  var plainNeighbour: typeof neighbour;
}
globalThis.plainNeighbour = neighbour;
