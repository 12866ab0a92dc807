import { getRouteApi } from "@tanstack/react-router";

const route = getRouteApi("/playground");

/** The address of an earlier request. Looking at it leaves the form alone: the picture to start from stays. */
export function useLook(): (id: string) => { g: string; start?: string } {
  const { start } = route.useSearch();
  return (id) => (start === undefined ? { g: id } : { g: id, start });
}
