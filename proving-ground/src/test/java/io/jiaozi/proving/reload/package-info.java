/**
 * What comes a second time: a page that is loaded again, a shop that was restarted. Only one
 * channel has these traps, so this names it; what all channels have in common stands in the other
 * packages.
 */
package io.jiaozi.proving.reload;
