export function Mail() {
  return null;
}
