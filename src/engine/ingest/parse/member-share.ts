/** Share of the time for a file in which files inside it are begun. */
export const memberShare = 0.7;
