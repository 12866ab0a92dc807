/** Turns a data: address into one of the page itself, because the content security policy shows no others. */
export function localAddress(url: string): string {
  const parts = /^data:([\w/+.-]+);base64,(.*)$/s.exec(url);
  if (parts === null) {
    return url;
  }
  const bytes = Uint8Array.from(atob(parts[2] ?? ""), (char) => char.charCodeAt(0));
  return URL.createObjectURL(new Blob([bytes], { type: parts[1] ?? "image/png" }));
}
