"""What the learner walks through: each screen owns a flow and leaves the drawing to widgets."""
