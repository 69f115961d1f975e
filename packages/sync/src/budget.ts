/** How much of something several sessions may hold together. */
export class Budget {
  #left: number;

  constructor(size: number) {
    this.#left = size;
  }

  /** Takes one, if there is one. */
  take(): boolean {
    if (this.#left === 0) return false;
    this.#left -= 1;
    return true;
  }

  give(count: number): void {
    this.#left += count;
  }
}
