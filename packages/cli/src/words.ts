/** What `wijk relay` says: Dutch first, then the same in English. */

interface Asked {
  readonly port: number;
  readonly data: string;
}

const both = (dutch: string, english: string) => `${dutch}\n${english}`;

const codeOf = (error: unknown): string =>
  typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";

/** By error code of the listening socket or of the store. */
const NOT_STARTED: Readonly<Record<string, (asked: Asked) => string>> = {
  EADDRINUSE: ({ port }) =>
    both(
      `Poort ${port} is al in gebruik: stop het andere programma, of kies een andere poort, bijvoorbeeld PORT=${port + 1}.`,
      `Port ${port} is in use: stop the other program, or choose another port, for example PORT=${port + 1}.`,
    ),
  EACCES: ({ port }) =>
    both(
      `Poort ${port} mag hier niet: kies een poort boven 1024, bijvoorbeeld PORT=4321.`,
      `Port ${port} is not allowed here: choose a port above 1024, for example PORT=4321.`,
    ),
  EADDRNOTAVAIL: () =>
    both(
      "Dit apparaat heeft dat adres niet: laat HOST weg, of noem een adres van dit apparaat.",
      "This machine does not have that address: leave HOST out, or name an address of this machine.",
    ),
  blocked: ({ data }) =>
    both(
      `In ${data} kan niet worden geschreven: kies met DATA_DIR een map waarin dat wel kan.`,
      `${data} cannot be written to: choose a folder that can with DATA_DIR.`,
    ),
  full: ({ data }) =>
    both(
      `De schijf met ${data} is vol: maak ruimte, en start opnieuw.`,
      `The disk of ${data} is full: make room, and start again.`,
    ),
  failed: ({ data }) =>
    both(
      `De opslag in ${data} is onleesbaar: zet een reservekopie terug, of kies met DATA_DIR een lege map.`,
      `The store in ${data} cannot be read: put back a copy, or choose an empty folder with DATA_DIR.`,
    ),
};

const TROUBLE: Readonly<Record<string, string>> = {
  "store full": both(
    "De opslag is vol, en neemt niets meer aan: maak ruimte op de schijf.",
    "The store is full, and takes nothing more: make room on the disk.",
  ),
};

export const say = {
  noSite: (dist: string): string =>
    both(
      `In ${dist} staat geen site: bouw die eerst met npm run build.`,
      `There is no site in ${dist}: build it first with npm run build.`,
    ),

  notStarted: (error: unknown, asked: Asked): string =>
    NOT_STARTED[codeOf(error)]?.(asked) ??
    both(
      `De relay is niet gestart (${codeOf(error) || "onbekende fout"}): controleer PORT, HOST en DATA_DIR.`,
      `The relay did not start (${codeOf(error) || "unknown error"}): check PORT, HOST and DATA_DIR.`,
    ),

  trouble: (event: string): string =>
    TROUBLE[event] ??
    both(
      `Er gaat iets mis in de opslag (${event}): controleer de schijf.`,
      `Something is wrong in the store (${event}): check the disk.`,
    ),

  /** @param names by which it is reached from elsewhere; by another one a proof does not count */
  running(port: number, addresses: readonly string[], host?: string, [name]: readonly string[] = []): string {
    if (name !== undefined) {
      return both(
        `Wijkkit draait op poort ${port} en is te vinden op ${name}. Een buur uitnodigen: open ${name}/wijk/, kies "Begin een nieuwe wijk", en daarna "Leden" en "Nodig uit".`,
        `Wijkkit is running on port ${port}, to be found at ${name}. To invite a neighbour, open ${name}/wijk/, choose "Begin een nieuwe wijk", then "Leden" and "Nodig uit".`,
      );
    }
    const own = host === undefined || host === "0.0.0.0" || host === "::" ? "localhost" : host;
    const at = (name: string, path = "/") => `http://${name.includes(":") ? `[${name}]` : name}:${port}${path}`;
    const others = addresses.map((address) => `  ${at(address)}`);
    const invite = at(addresses[0] ?? own, "/wijk/");
    return [
      `Wijkkit draait op ${at(own)}`,
      ...(others.length > 0 ? ["Andere apparaten in hetzelfde netwerk vinden het op:", ...others] : []),
      `Een buur uitnodigen: open ${invite}, kies "Begin een nieuwe wijk", en daarna "Leden" en "Nodig uit".`,
      `Wijkkit is running at ${at(own)}. To invite a neighbour, open ${invite}, choose "Begin een nieuwe wijk", then "Leden" and "Nodig uit".`,
    ].join("\n");
  },
};
