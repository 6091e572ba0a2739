type Undo = () => Promise<void> | void

/** What has to be undone when the run ends, in whichever way: latest first, every one, errors told but not thrown. */
export class Cleanup {
  private readonly undos: Undo[] = []

  /** Returns a function that forgets the entry again. */
  add(undo: Undo): () => void {
    this.undos.push(undo)
    return () => {
      const index = this.undos.lastIndexOf(undo)
      if (index >= 0) this.undos.splice(index, 1)
    }
  }

  async run(): Promise<void> {
    for (let undo = this.undos.pop(); undo; undo = this.undos.pop()) {
      try {
        await undo()
      } catch (error) {
        console.error(`  cleaning up: ${(error as Error).message}`)
      }
    }
  }
}
