/** Placeholder. */
package io.kevy.rt;
