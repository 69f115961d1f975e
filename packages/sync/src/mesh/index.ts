export { createMesh, type Mesh, type MeshOptions, type PeerInfo } from "./mesh.ts";
export type { ChannelEnd } from "./sealed-channel.ts";
export type { Live } from "./sealing.ts";
