// Who computes when: an answer goes before documents that wait for their vectors. What a search
// needs (the vector of its query, its reranking) is short and waits for nobody.

export interface WorkOrder {
  /** Runs while no answer is written; answers that come meanwhile wait for this piece only. */
  background<T>(work: () => Promise<T>): Promise<T>;
  /** Runs after the answers before it. */
  answer<T>(work: () => Promise<T>): Promise<T>;
}

export function createWorkOrder(): WorkOrder {
  let answers = 0;
  let lastAnswer: Promise<unknown> = Promise.resolve();
  let running: Promise<unknown> = Promise.resolve();
  const waiting: (() => void)[] = [];
  const answering = () => answers > 0;

  async function quiet(): Promise<void> {
    while (answering()) await new Promise<void>((resolve) => void waiting.push(resolve));
  }

  async function runAnswer<T>(before: Promise<unknown>, work: () => Promise<T>): Promise<T> {
    try {
      await before;
      return await work();
    } finally {
      answers--;
      if (!answering()) for (const go of waiting.splice(0)) go();
    }
  }

  return {
    async background(work) {
      await quiet();
      const result = work();
      running = settled(result);
      return result;
    },
    answer(work) {
      answers++;
      const result = runAnswer(Promise.all([lastAnswer, running]), work);
      lastAnswer = settled(result);
      return result;
    },
  };
}

function settled(work: Promise<unknown>): Promise<unknown> {
  return work.catch(() => {});
}
