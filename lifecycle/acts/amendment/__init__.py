"""Amendment: new terms proposed and agreed, and who stays outside of them; not their effect, which follows."""
