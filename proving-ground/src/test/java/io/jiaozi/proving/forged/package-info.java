/**
 * What cannot be believed: a thousand pinned forgeries for each channel, more by chance, and a
 * flood.
 */
package io.jiaozi.proving.forged;
