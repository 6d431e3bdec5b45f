/**
 * What the author's guide quotes beside the skeleton, and the test that it quotes rightly. Not for
 * copying.
 */
package com.example.guide;
