import { noAnswer, problemOf } from "../api/problem";

/**
 * Fetches a picture, decodes it and names it by a local address: it paints in the frame in which it is set,
 * and the page holds nothing from which its origin could be read.
 */
export async function loadPicture(url: string): Promise<string> {
  const response = await fetch(url, { credentials: "same-origin" }).catch((cause: unknown) => {
    throw noAnswer(cause);
  });
  if (!response.ok) {
    throw await problemOf(response);
  }
  const local = URL.createObjectURL(await response.blob());
  const image = new Image();
  image.src = local;
  await image.decode();
  return local;
}

export function releasePictures(urls: readonly string[]): void {
  for (const url of urls) {
    URL.revokeObjectURL(url);
  }
}
