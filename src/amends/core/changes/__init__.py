"""What a new version of a policy changes: clause by clause in words, and in what is answered, claim by claim."""
