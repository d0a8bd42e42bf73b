/** Of the grid that panels stand in, in pixels. */
export const rowPixels = 30;
export const gapPixels = 8;
