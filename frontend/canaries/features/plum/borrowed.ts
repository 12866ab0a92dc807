import { leaf } from "../bamboo/leaf";

export const borrowed = leaf;
