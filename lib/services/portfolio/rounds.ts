/** Accounts told in one go: larger rounds win little, and hold up the process and the node for longer. */
const AT_MOST = 100

export const inRounds = (userIds: readonly number[]): number[][] =>
  Array.from({ length: Math.ceil(userIds.length / AT_MOST) }, (_, round) =>
    userIds.slice(round * AT_MOST, (round + 1) * AT_MOST),
  )
