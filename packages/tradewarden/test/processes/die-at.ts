/** A crash hook that kills this process when it comes to a point for the `nth` time; an empty point: never. */
export function dieAt(point: string, nth: string): (reached: string) => void {
  let left = Number(nth);
  return (reached) => {
    if (reached !== point) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, 'SIGKILL');
  };
}
