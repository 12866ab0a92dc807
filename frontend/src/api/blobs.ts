/**
 * Turns a data: address into one of the page itself, because the content security policy shows no others.
 * The picture stays in memory until the address is given back.
 */
export function localAddress(url: string): string {
  const parts = /^data:([\w/+.-]+);base64,(.*)$/s.exec(url);
  if (parts === null) {
    return url;
  }
  const bytes = Uint8Array.from(atob(parts[2] ?? ""), (char) => char.charCodeAt(0));
  return URL.createObjectURL(new Blob([bytes], { type: parts[1] ?? "image/png" }));
}

/** Lets go of what stands behind an address of the page itself; any other is left as it is. */
export function giveBack(url: string | undefined): void {
  if (url?.startsWith("blob:") === true) {
    URL.revokeObjectURL(url);
  }
}
